import QtQuick
import "../theme"

// Shows something for as long as it is held.
Rectangle {
    id: button

    property string text: qsTr("按住查看")
    readonly property bool held: touch.pressed

    implicitWidth: words.implicitWidth + Theme.mm(12)
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.mm(4))
    radius: Theme.radius
    color: held ? Theme.accent : Theme.surface
    border.width: Theme.stroke
    border.color: Theme.accent

    Accessible.role: Accessible.Button
    Accessible.name: text

    Row {
        id: words

        anchors.centerIn: parent
        spacing: Theme.mm(3)

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "eye"
            size: Theme.body * 1.2
            color: button.held ? Theme.inkOnAccent : Theme.accent
        }

        Text {
            anchors.verticalCenter: parent.verticalCenter
            text: button.text
            color: button.held ? Theme.inkOnAccent : Theme.accent
            font.family: Theme.family
            font.pixelSize: Theme.body
            font.weight: Font.Medium
            Accessible.ignored: true
        }
    }

    Touch {
        id: touch
    }
}
