import QtQuick
import "../theme"

// Whether a camera sees the person: a red light while it does, and the same in words. It never blinks.
Rectangle {
    id: light

    property bool on: false

    implicitWidth: words.implicitWidth + Theme.mm(12)
    implicitHeight: words.implicitHeight + Theme.mm(6)
    radius: height / 2
    color: Theme.surface
    border.width: Theme.stroke
    border.color: on ? Theme.cameraLight : Theme.edge

    Accessible.role: Accessible.StaticText
    Accessible.name: label.text

    Row {
        id: words

        anchors.centerIn: parent
        spacing: Theme.mm(4)

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.small * 0.8
            height: width
            radius: width / 2
            color: light.on ? Theme.cameraLight : "transparent"
            border.width: light.on ? 0 : Theme.stroke
            border.color: Theme.edge
        }

        BodyText {
            id: label

            text: light.on ? qsTr("摄像头已打开") : qsTr("摄像头没有打开")
            font.pixelSize: Theme.small
            font.weight: Font.Medium
            Accessible.ignored: true
        }
    }
}
