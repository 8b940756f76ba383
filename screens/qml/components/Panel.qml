import QtQuick
import "../theme"

// A sheet on the ground that holds what belongs together, one below the other.
Rectangle {
    id: sheet

    default property alias content: column.data
    property alias spacing: column.spacing
    property int padding: Theme.mm(10)

    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.hairline
    border.color: Theme.line

    Column {
        id: column

        x: sheet.padding
        y: sheet.padding
        width: sheet.width - 2 * sheet.padding
        spacing: Theme.mm(3)
    }
}
