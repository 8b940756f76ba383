import QtQuick
import Hall.Models
import "../theme"
import "../components"

// It was enough; and what became of what the camera saw.
HallPage {
    id: view

    required property FaceDoneModel page

    mainText: qsTr("继续")
    mainIcon: "next"
    onMainTapped: page.answer("")

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.mm(Theme.seated ? 0 : 30)
        width: parent.width
        spacing: Theme.mm(14)

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(Theme.seated ? 70 : 100)
            height: width
            radius: width / 2
            color: Theme.goodSoft
            border.width: Theme.stroke * 2
            border.color: Theme.good

            Icon {
                anchors.centerIn: parent
                name: "check"
                size: parent.width * 0.6
                weight: 2
                color: Theme.good
            }
        }

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            size: Theme.title
            text: view.page.title
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Theme.lead
            text: view.page.left
        }
    }
}
