import QtQuick
import "../theme"

// A line icon by its name in Icons, in one colour. Drawn once by the program and then copied.
Item {
    id: icon

    property string name
    property real size: Theme.mm(10)
    property color color: Theme.ink
    property real weight: 1.7 // of 24

    implicitWidth: size
    implicitHeight: size
    visible: name !== ""
    Accessible.ignored: true

    Image {
        readonly property int side: Math.round(icon.size)

        width: side
        height: side
        sourceSize.width: side
        sourceSize.height: side
        source: icon.name !== "" && side > 0 ? "image://icons/" + encodeURIComponent(icon.color + "/" + icon.weight + "/" + Icons.path(icon.name)) : ""
    }
}
