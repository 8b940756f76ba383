import QtQuick
import "../theme"

// A large round button with one sign on it.
Control {
    id: button

    property string iconName
    required property string accessibleName

    implicitWidth: Theme.mm(44)
    implicitHeight: Theme.mm(44)
    radius: width / 2
    color: !enabled ? "transparent" : touch.pressed ? Theme.accentSoft : Theme.surface
    border.width: Theme.stroke
    border.color: enabled ? Theme.accent : Theme.line

    Accessible.name: accessibleName

    Icon {
        anchors.centerIn: parent
        name: button.iconName
        size: Theme.mm(22)
        weight: 2.4
        color: button.enabled ? Theme.accent : Theme.quietInk
    }

    Touch {
        id: touch
        onTapped: button.tapped()
    }
}
