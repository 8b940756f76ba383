import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The card goes on the reader. What went wrong with the last one is said first.
HallPage {
    id: view

    required property PlaceCardModel page

    title: qsTr("请放置身份证")
    subtitle: qsTr("平放在屏幕下方的读卡区，画面变化前不要拿开")
    showMain: false

    ScrollArea {
        anchors.top: parent.top
        anchors.bottom: face.visible ? face.top : parent.bottom
        anchors.bottomMargin: face.visible ? Theme.mm(6) : 0
        width: parent.width
        spacing: Theme.mm(12)

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.trouble
        }

        CardDrawing {
            width: parent.width
            height: Theme.mm(Theme.seated ? 120 : 220)
        }

        Column {
            width: parent.width
            spacing: Theme.mm(2)

            BodyText {
                width: parent.width
                quiet: true
                text: qsTr("可以使用")
            }

            BodyText {
                width: parent.width
                font.pixelSize: Theme.lead
                text: view.page.accepted.join(qsTr("、"))
            }
        }
    }

    BigButton {
        id: face

        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(Theme.mm(32), implicitHeight)
        visible: view.page.mayUseFace
        size: Theme.lead
        iconName: "look"
        text: qsTr("刷脸")
        hint: qsTr("今天在本厅同意过的，可以不放身份证")
        onTapped: view.page.useFace()
    }

    footer: BigButton {
        height: Theme.mainTarget
        text: qsTr("没带证件")
        iconName: "help"
        onTapped: view.page.noCard()
    }
}
