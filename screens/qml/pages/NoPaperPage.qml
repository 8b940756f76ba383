import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Paper did not come out: print again, help, or collect it at a window. Nothing is chosen beforehand.
HallPage {
    id: view

    required property NoPaperModel page

    title: qsTr("没有拿到纸，接下来怎么办？")
    subtitle: page.isTicket ? qsTr("您的号码有效，没有纸也会叫到您") : qsTr("事情已经办好，只是纸没有出来")
    showMain: false

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(14)

        WayCard {
            width: parent.width
            visible: view.page.mayReprint
            iconName: "printer"
            title: qsTr("再打印一次")
            lines: view.page.isMarked ? [qsTr("纸上会写明“重打”")] : []
            onTapped: view.page.answer("reprint")
        }

        WayCard {
            width: parent.width
            iconName: "person"
            title: qsTr("找工作人员帮忙")
            lines: [qsTr("他们会来看打印机")]
            onTapped: view.page.answer("help")
        }

        WayCard {
            width: parent.width
            iconName: "desk"
            title: qsTr("到窗口领取")
            lines: [qsTr("报编号，不用重新办")]
            onTapped: view.page.answer("counter")
        }
    }
}
