import QtQuick
import QtQuick.Shapes
import "../theme"

// A line icon by its name in Icons, drawn in one colour.
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

    Shape {
        width: 24
        height: 24
        scale: icon.size / 24
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: icon.color
            strokeWidth: icon.weight
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: Icons.path(icon.name)
            }
        }
    }
}
