import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A clerk's own screen while the person opposite does something at theirs.
HallPage {
    id: view

    required property CitizenActsModel page

    title: page.task
    canLeave: false
    showMain: false

    QuickKey {
        sequences: ["Esc"]
        onPressed: view.page.stop()
    }

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.mm(10)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "person"
            size: Theme.mm(40)
            weight: 1.3
            color: Theme.accent
        }

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: view.page.doing
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            quiet: true
            text: qsTr("对方在自己的屏幕上操作，这里会显示结果")
        }
    }

    footer: BigButton {
        height: Theme.mainTarget
        iconName: "cross"
        text: qsTr("停止（Esc）")
        onTapped: view.page.stop()
    }
}
