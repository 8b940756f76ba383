import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Out of service, for whoever comes; staff lays its own card on.
HallPage {
    id: view

    required property StaffCardModel page
    property int seconds: page.locked

    title: qsTr("暂停服务，维护中")
    subtitle: qsTr("请使用其他自助机，或到综合窗口办理")
    canLeave: false
    mainText: qsTr("恢复服务")
    mainIcon: "home"
    onMainTapped: page.leave()

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(12)

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.trouble
        }

        Notice {
            width: parent.width
            kind: "warn"
            text: view.seconds > 0 ? qsTr("请等 %1 秒再试").arg(view.seconds) : ""
        }

        Panel {
            width: parent.width
            visible: view.page.locked === 0

            TitleText {
                width: parent.width
                size: Theme.heading
                text: qsTr("工作人员")
            }

            BodyText {
                width: parent.width
                text: qsTr("请把自己的卡放在读卡区，再输入 PIN")
            }
        }

        BigButton {
            width: parent.width
            visible: view.page.mayType
            text: qsTr("读卡器都不能用，输入证件号码")
            iconName: "pen"
            onTapped: view.page.typeIt()
        }

        CardDrawing {
            width: parent.width
            height: Theme.mm(Theme.seated ? 110 : 190)
            visible: view.page.locked === 0 && !view.page.mayType
        }
    }

    Timer {
        interval: 1000
        repeat: true
        running: view.seconds > 0
        onTriggered: view.seconds = view.seconds - 1
    }
}
