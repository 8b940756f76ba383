import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The real pages. Covered until somebody holds the button or uncovers them: a public screen has people behind it.
HallPage {
    id: view

    required property PreviewModel page
    property int at: 0
    property bool uncovered: false
    readonly property bool open: uncovered || hold.held
    readonly property int last: page.pages.length - 1

    title: qsTr("请核对后打印")
    subtitle: qsTr("%1\n编号 %2 · 第 %3 页，共 %4 页").arg(page.title).arg(page.number).arg(at + 1).arg(page.pages.length)
    mainText: qsTr("打印 %n 份", "", page.copies)
    mainIcon: "printer"
    onMainTapped: page.answer("")

    Row {
        id: eyes

        width: parent.width
        spacing: Theme.mm(5)

        HoldButton {
            id: hold

            width: (parent.width - parent.spacing) / 2
            height: Theme.mm(22)
        }

        BigButton {
            width: (parent.width - parent.spacing) / 2
            height: Theme.mm(22)
            iconName: view.uncovered ? "lock" : "eye"
            text: view.uncovered ? qsTr("遮挡") : qsTr("一直显示")
            onTapped: view.uncovered = !view.uncovered
        }
    }

    PaperView {
        id: paper

        anchors.top: eyes.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.bottom: turning.top
        anchors.bottomMargin: Theme.mm(5)
        width: parent.width
        source: view.page.pages[view.at] ?? ""
        open: view.open
    }

    Row {
        id: turning

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.mm(5)

        BigButton {
            width: (parent.width - 2 * parent.spacing) / 3
            visible: view.last > 0
            enabled: view.at > 0
            iconName: "back"
            text: qsTr("上一页")
            onTapped: view.at -= 1
        }

        BigButton {
            width: view.last > 0 ? (parent.width - 2 * parent.spacing) / 3 : parent.width
            enabled: view.uncovered
            iconName: "zoom"
            text: paper.large ? qsTr("缩小") : qsTr("放大")
            onTapped: paper.large = !paper.large
        }

        BigButton {
            width: (parent.width - 2 * parent.spacing) / 3
            visible: view.last > 0
            enabled: view.at < view.last
            iconName: "next"
            text: qsTr("下一页")
            onTapped: view.at += 1
        }
    }
}
