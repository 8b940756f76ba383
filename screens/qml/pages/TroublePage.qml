import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Something failed: what happened, what to do now, another way. Leads on by itself.
HallPage {
    id: view

    required property TroubleModel page
    property int seconds: page.seconds

    mainText: page.leadsHome ? qsTr("返回首页") : qsTr("知道了")
    mainIcon: page.leadsHome ? "home" : "next"
    onMainTapped: page.answer("")

    ScrollArea {
        anchors.top: parent.top
        anchors.bottom: leads.top
        width: parent.width
        spacing: Theme.mm(10)

        TroubleHead {
            width: parent.width
            quiet: view.page.quiet
            happened: view.page.happened
            also: view.page.also
        }

        NumberPanel {
            width: parent.width
            visible: view.page.number !== ""
            label: qsTr("请记下这个编号")
            number: view.page.number
        }

        Panel {
            width: parent.width
            spacing: Theme.mm(3)

            BodyText {
                width: parent.width
                quiet: true
                text: qsTr("现在怎么办")
            }

            BodyText {
                width: parent.width
                font.pixelSize: Theme.heading
                font.weight: Font.Bold
                text: view.page.now
            }
        }

        Panel {
            width: parent.width
            spacing: Theme.mm(3)

            BodyText {
                width: parent.width
                quiet: true
                text: qsTr("别的办法")
            }

            BodyText {
                width: parent.width
                font.pixelSize: Theme.lead
                text: view.page.otherwise
            }
        }
    }

    BodyText {
        id: leads

        anchors.bottom: parent.bottom
        width: parent.width
        horizontalAlignment: Text.AlignRight // above the button that does the same at once
        quiet: true
        text: view.seconds <= 0 ? "" : view.page.leadsHome ? qsTr("%1 秒后自动返回").arg(view.seconds) : qsTr("%1 秒后自动继续").arg(view.seconds)
    }

    Timer {
        interval: 1000
        repeat: true
        running: view.seconds > 0
        onTriggered: view.seconds = view.seconds - 1
    }
}
