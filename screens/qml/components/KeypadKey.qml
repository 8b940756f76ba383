import QtQuick
import "../theme"

// One key of a keypad.
Control {
    id: key

    property string text
    property string iconName
    property string accessibleName: text
    property bool quiet: false

    implicitWidth: Theme.mm(60)
    implicitHeight: Theme.mm(Theme.seated ? 28 : 38)
    radius: Theme.radius
    color: touch.pressed ? Theme.accent : quiet ? "transparent" : Theme.surface
    border.width: Theme.stroke
    border.color: quiet ? Theme.line : Theme.edge

    Accessible.name: accessibleName

    Text {
        anchors.centerIn: parent
        visible: key.iconName === ""
        text: key.text
        color: touch.pressed ? Theme.inkOnAccent : Theme.ink
        font.family: Theme.family
        font.pixelSize: key.quiet ? Theme.body : Theme.mm(18)
        font.weight: key.quiet ? Font.Medium : Font.DemiBold
        Accessible.ignored: true
    }

    Icon {
        anchors.centerIn: parent
        name: key.iconName
        size: Theme.mm(13)
        color: touch.pressed ? Theme.inkOnAccent : Theme.ink
    }

    Touch {
        id: touch
        onTapped: key.tapped()
    }
}
