import QtQuick
import "../theme"

// One of the small switches at the foot of the screen. What is on says so in words too.
Control {
    id: button

    property string text
    property string iconName
    property bool on: false

    implicitWidth: words.implicitWidth + Theme.mm(10)
    implicitHeight: Theme.mm(17)
    radius: Theme.radius
    color: on ? Theme.accent : touch.pressed ? Theme.accentSoft : "transparent"
    border.width: Theme.hairline
    border.color: Theme.edge

    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: on
    Accessible.onToggleAction: button.tapped()

    Row {
        id: words

        anchors.centerIn: parent
        spacing: Theme.mm(3)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: button.on ? "check" : button.iconName
            size: Theme.mm(8.5 * Theme.bigLetters)
            color: label.color
        }

        Text {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            text: button.text
            color: button.on ? Theme.inkOnAccent : Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.mm(6.6 * Theme.letters)
            font.weight: Font.Medium
            Accessible.ignored: true
        }
    }

    Touch {
        id: touch
        onTapped: button.tapped()
    }
}
