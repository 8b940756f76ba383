import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A clerk's own screen: who it is, and what that is enough for. In full only while held.
HallPage {
    id: view

    required property HolderKnownModel page
    readonly property int labelWidth: Theme.mm(50)

    title: qsTr("身份已核验")
    canLeave: false
    mainText: qsTr("下一位")
    mainIcon: "next"
    onMainTapped: page.next()

    QuickKey {
        sequences: ["Return", "Enter"]
        onPressed: view.page.next()
    }

    Panel {
        id: who

        width: parent.width * 0.58
        spacing: Theme.mm(2)

        InfoRow {
            width: parent.width
            labelWidth: view.labelWidth
            size: Theme.title
            strong: true
            label: qsTr("姓名")
            value: hold.held ? view.page.fullName : view.page.name
            spokenValue: view.page.name
        }

        InfoRow {
            width: parent.width
            labelWidth: view.labelWidth
            size: Theme.heading
            strong: true
            label: qsTr("号码")
            value: hold.held ? view.page.fullNumber : view.page.number
            spokenValue: view.page.number
        }

        InfoRow {
            width: parent.width
            labelWidth: view.labelWidth
            size: Theme.lead
            label: qsTr("证件")
            value: view.page.kind
        }

        InfoRow {
            width: parent.width
            labelWidth: view.labelWidth
            size: Theme.lead
            label: qsTr("核验级别")
            value: qsTr("%1 级").arg(view.page.level)
        }
    }

    Column {
        anchors.left: who.right
        anchors.leftMargin: Theme.mm(14)
        anchors.right: parent.right
        spacing: Theme.mm(7)

        Notice {
            width: parent.width
            kind: view.page.compared ? "good" : "warn"
            text: view.page.how
        }

        Notice {
            width: parent.width
            text: view.page.enough
        }

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.also
        }

        BodyText {
            width: parent.width
            visible: view.page.doing !== ""
            quiet: true
            text: qsTr("对方的屏幕：%1").arg(view.page.doing)
        }

        HoldButton {
            id: hold

            width: parent.width
            height: Theme.mm(22)
            text: qsTr("按住查看完整信息")
        }
    }
}
