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
        anchors.fill: parent
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

    footer: BigButton {
        height: Theme.mainTarget
        text: qsTr("没带证件")
        iconName: "help"
        onTapped: view.page.noCard()
    }
}
