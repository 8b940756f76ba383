import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The person sees themselves; what to do stands above, near the camera. Everything that is read lies on a sheet of its
// own, because the page around it may take any colour.
HallPage {
    id: view

    required property LookAtCameraModel page

    backdrop: page.tint !== "" ? page.tint : Theme.ground
    showMain: false

    Connections {
        target: view.page

        function onSpeaks(text: string): void {
            view.Accessible.announce(text, Accessible.Assertive);
        }
    }

    Item {
        id: signs

        width: parent.width
        height: light.height

        CameraLight {
            id: light

            on: true
        }

        Rectangle {
            anchors.right: parent.right
            width: count.implicitWidth + Theme.mm(12)
            height: light.height
            radius: height / 2
            visible: count.text !== ""
            color: Theme.surface
            border.width: Theme.stroke
            border.color: Theme.edge

            BodyText {
                id: count

                anchors.centerIn: parent
                font.pixelSize: Theme.small
                font.weight: Font.Medium
                text: view.page.of > 1 ? qsTr("第 %1 项，共 %2 项").arg(view.page.number).arg(view.page.of) : ""
            }
        }
    }

    InstructionSheet {
        id: task

        anchors.top: signs.bottom
        anchors.topMargin: Theme.mm(6)
        width: parent.width
        instruction: view.page.instruction
        also: view.page.also
        mood: view.page.mood
        challenge: view.page.challenge
        secondsLeft: view.page.secondsLeft
    }

    Item {
        id: mirror

        anchors.top: task.bottom
        anchors.topMargin: Theme.mm(8)
        anchors.bottom: promise.top
        anchors.bottomMargin: Theme.mm(8)
        width: parent.width

        Item {
            id: oval

            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height * 3 / 4)
            height: width * 4 / 3
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("摄像头看到的您，像照镜子一样")
            Component.onCompleted: view.page.picture.parent = oval

            Icon {
                anchors.centerIn: parent
                z: 1
                visible: !view.page.seeing
                name: "person"
                size: parent.width * 0.5
                weight: 1
                color: Theme.edge
            }
        }

        Binding {
            target: view.page.picture
            property: "width"
            value: oval.width
        }

        Binding {
            target: view.page.picture
            property: "height"
            value: oval.height
        }

        Binding {
            target: view.page.picture
            property: "ring"
            value: Theme.mm(4)
        }

        Binding {
            target: view.page.picture
            property: "backing"
            value: Theme.surface
        }

        Binding {
            target: view.page.picture
            property: "track"
            value: Theme.edge
        }

        Binding {
            target: view.page.picture
            property: "fill"
            value: Theme.good
        }
    }

    Rectangle {
        id: promise

        anchors.bottom: parent.bottom
        width: parent.width
        height: kept.implicitHeight + Theme.mm(8)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line

        Icon {
            id: lock

            x: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            name: "lock"
            size: Theme.body * 1.25
            color: Theme.quietInk
        }

        BodyText {
            id: kept

            x: lock.x + lock.width + Theme.mm(5)
            width: parent.width - x - Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            quiet: true
            text: view.page.kept
        }
    }

    footer: BigButton {
        width: Theme.mm(130)
        height: Theme.mainTarget
        size: Theme.lead
        text: qsTr("不用人脸")
        onTapped: view.page.otherWay()
    }
}
