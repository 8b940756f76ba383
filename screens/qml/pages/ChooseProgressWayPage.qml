import QtQuick
import Hall.Models
import "../theme"
import "../components"

// How to look up a case.
HallPage {
    id: view

    required property ChooseProgressWayModel page

    title: qsTr("用什么查进度？")
    showMain: false

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(14)

        WayCard {
            width: parent.width
            iconName: "card"
            title: qsTr("放身份证查")
            lines: [qsTr("能看到您的全部办件")]
            resting: view.page.cardResting
            onTapped: view.page.answer("card")
        }

        WayCard {
            width: parent.width
            iconName: "paper"
            title: qsTr("用办件编号查")
            lines: [qsTr("编号和查询码印在回执上"), qsTr("还要收一次手机验证码")]
            onTapped: view.page.answer("number")
        }
    }
}
