import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The citizen's screen at a window while the clerk asks nothing of them.
HallPage {
    id: view

    required property AtTheWindowModel page

    canLeave: false
    showBar: false

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.mm(14)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "desk"
            size: Theme.mm(60)
            weight: 1.2
            color: Theme.accent
        }

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            size: Theme.title
            text: qsTr("您好，请告诉工作人员您想办什么")
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Theme.lead
            quiet: true
            text: qsTr("需要您自己操作时，这块屏幕会告诉您")
        }
    }
}
