import QtQuick
import "../theme"

// A number to keep, as large as it fits on one line.
Rectangle {
    id: panel

    property string label
    property string number

    implicitHeight: column.implicitHeight + Theme.mm(16)
    radius: Theme.radius
    color: Theme.accentSoft
    border.width: Theme.highContrast ? Theme.stroke : 0
    border.color: Theme.edge
    Accessible.role: Accessible.StaticText
    Accessible.name: label + " " + number

    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.mm(10)
        width: parent.width - Theme.mm(20)
        spacing: Theme.mm(2)

        BodyText {
            width: parent.width
            visible: text !== ""
            text: panel.label
            Accessible.ignored: true
        }

        Text {
            width: parent.width
            text: panel.number
            color: Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.number
            font.weight: Font.Bold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.body
            textFormat: Text.PlainText
            Accessible.ignored: true
        }
    }
}
