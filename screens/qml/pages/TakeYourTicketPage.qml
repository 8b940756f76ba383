import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The queue number, like the paper ticket.
HallPage {
    id: view

    required property TakeYourTicketModel page

    title: page.printed ? qsTr("取号成功，请取走小票") : qsTr("取号成功，请记下号码")
    subtitle: page.printed ? qsTr("小票从屏幕下方的窄出口出来") : qsTr("没有小票，凭号码到窗口办理")
    mainText: page.printed ? qsTr("取好了") : qsTr("记好了")
    mainIcon: "check"
    onMainTapped: page.answer("")

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(8)

        TicketHead {
            width: parent.width
            hall: view.page.hall
            kind: view.page.kind + "  " + view.page.takenAt
            number: view.page.number
            queue: view.page.queue
        }

        Panel {
            width: parent.width

            InfoRow {
                width: parent.width
                label: qsTr("等候")
                value: [view.page.place, view.page.windows].filter(part => part !== "").join("  ")
                strong: true
            }

            InfoRow {
                width: parent.width
                label: qsTr("前面")
                value: qsTr("约 %n 人", "", view.page.ahead)
                strong: true
            }

            InfoRow {
                width: parent.width
                label: qsTr("预计等候")
                value: view.page.wait
                strong: true
            }

            InfoRow {
                width: parent.width
                label: qsTr("办理")
                value: view.page.business
            }

            InfoRow {
                width: parent.width
                visible: view.page.bring !== ""
                label: qsTr("请备好")
                value: view.page.bring
            }

            InfoRow {
                width: parent.width
                visible: view.page.passedRule !== ""
                label: qsTr("过号")
                value: view.page.passedRule
            }
        }

        BodyText {
            width: parent.width
            quiet: true
            text: view.page.closing
        }
    }
}
