import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Asked when the printer could not say.
HallPage {
    id: view

    required property DidItComeOutModel page

    title: qsTr("纸出来了吗？")
    subtitle: page.isSheet ? qsTr("打印机没有回音，请看一下屏幕下方的宽出口") : qsTr("打印机没有回音，请看一下屏幕下方的窄出口")
    showMain: false
    canLeave: true

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(12)

        SlotDrawing {
            width: parent.width
            enlarged: Theme.seated ? 0.6 : 1
            sheet: view.page.isSheet
            words: view.page.isSheet ? qsTr("宽出口") : qsTr("窄出口")
        }

        WayCard {
            width: parent.width
            iconName: "check"
            title: qsTr("出来了，而且完整")
            onTapped: view.page.answer(true)
        }

        WayCard {
            width: parent.width
            iconName: "cross"
            title: qsTr("没有，或者不完整")
            onTapped: view.page.answer(false)
        }
    }
}
