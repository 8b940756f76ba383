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
        anchors.fill: parent
        spacing: Theme.mm(10)

        Icon {
            name: view.page.quiet ? "info" : "warn"
            size: Theme.mm(30)
            weight: 1.4
            color: view.page.quiet ? Theme.accent : Theme.warn
        }

        TitleText {
            width: parent.width
            size: Theme.title
            text: view.page.happened
        }

        Notice {
            width: parent.width
            visible: view.page.also !== ""
            text: view.page.also
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
                text: qsTr("现在请您")
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
                text: qsTr("或者")
            }

            BodyText {
                width: parent.width
                font.pixelSize: Theme.lead
                text: view.page.otherwise
            }
        }

        BodyText {
            width: parent.width
            quiet: true
            visible: view.seconds > 0
            text: view.page.leadsHome ? qsTr("%1 秒后自动返回").arg(view.seconds) : qsTr("%1 秒后自动继续").arg(view.seconds)
        }
    }

    Timer {
        interval: 1000
        repeat: true
        running: view.seconds > 0
        onTriggered: view.seconds = view.seconds - 1
    }
}
