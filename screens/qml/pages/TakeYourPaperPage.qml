import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Take the paper, and the card. With an alarm the card comes first, large and in words.
HallPage {
    id: view

    required property TakeYourPaperModel page
    readonly property bool nothing: page.paper === "nothing"

    title: {
        if (page.cardThere && (nothing || page.alarm))
            return qsTr("请拿走您的身份证");
        if (page.cardThere)
            return qsTr("请取走纸张和身份证");
        if (nothing)
            return page.number !== "" ? qsTr("请记下编号") : qsTr("请检查随身物品");
        return page.paper === "proof" ? qsTr("请取走您的证明") : page.paper === "slip" ? qsTr("请取走回执") : qsTr("请取走小票");
    }
    subtitle: page.paper === "proof" && page.copies > 1 ? qsTr("共 %n 份，请点清", "", page.copies) : ""
    mainText: qsTr("取好了")
    mainIcon: "check"
    canLeave: !page.cardThere
    onMainTapped: page.answer("")

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(10)

        CardReminder {
            width: parent.width
            visible: view.page.cardThere
            alarm: view.page.alarm
            alone: view.nothing && view.page.number === ""
        }

        SlotDrawing {
            width: parent.width
            visible: !view.nothing
            sheet: view.page.isSheet
            enlarged: Theme.seated || view.page.number !== "" ? 1 : view.page.cardThere ? 1.5 : 1.8
            words: view.page.isSheet ? qsTr("纸从屏幕下方的宽出口出来") : qsTr("小票从屏幕下方的窄出口出来")
        }

        NumberPanel {
            width: parent.width
            visible: view.page.number !== ""
            label: view.page.queryCode !== "" ? qsTr("办件编号") : qsTr("号码")
            number: view.page.number
        }

        NumberPanel {
            width: parent.width
            visible: view.page.queryCode !== ""
            label: qsTr("查询码（和编号一起用来查进度）")
            number: view.page.queryCode
        }

        BodyText {
            width: parent.width
            visible: view.page.paper === "slip"
            text: qsTr("回执只证明已收到申请，是否受理会另行通知。热敏纸会褪色，请拍照保存。")
        }
    }
}
