pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The code from a text message. The last digit sends it.
HallPage {
    id: view

    required property EnterCodeModel page
    property int seconds: page.resendAfter

    title: qsTr("请输入短信验证码")
    subtitle: qsTr("验证码已发到 %1，%2").arg(page.phone).arg(page.forWhat)

    Column {
        width: parent.width
        spacing: Theme.mm(9)

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.mm(5)
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("已输入 %1 位，共 %2 位").arg(view.page.count).arg(view.page.length)

            Repeater {
                model: view.page.length

                Rectangle {
                    id: box

                    required property int index

                    width: Theme.mm(39)
                    height: Theme.mm(Theme.seated ? 40 : 52)
                    radius: Theme.radius
                    color: Theme.surface
                    border.width: Theme.stroke * (index === view.page.count ? 2 : 1)
                    border.color: index === view.page.count ? Theme.accent : Theme.edge

                    Text {
                        anchors.centerIn: parent
                        text: view.page.shown.charAt(box.index)
                        color: Theme.ink
                        font.family: Theme.family
                        font.pixelSize: Theme.mm(26)
                        font.weight: Font.Bold
                    }
                }
            }
        }

        Notice {
            width: parent.width
            kind: "warn"
            visible: view.page.wrong && view.page.count === 0
            text: qsTr("验证码不对，请看最新一条短信，还可以试 %1 次").arg(view.page.triesLeft)
        }

        Notice {
            width: parent.width
            visible: view.page.sent > 1 && !view.page.wrong && view.page.count === 0
            text: qsTr("又发了一条，请输入最新的验证码")
        }
    }

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        width: parent.width
        spacing: Theme.mm(10)

        Keypad {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, implicitWidth)
            onDigit: character => view.page.digit(character)
            onErase: view.page.erase()
            onClear: view.page.clear()
        }

        Row {
            width: parent.width
            spacing: Theme.mm(6)

            BigButton {
                width: (parent.width - parent.spacing) / 2
                enabled: view.seconds <= 0
                text: enabled ? qsTr("重新发送") : qsTr("%1 秒后可重新发送").arg(view.seconds)
                onTapped: view.page.resend()
            }

            BigButton {
                width: (parent.width - parent.spacing) / 2
                iconName: "help"
                text: qsTr("收不到验证码")
                onTapped: view.page.otherWay()
            }
        }
    }

    Timer {
        interval: 1000
        repeat: true
        running: view.seconds > 0
        onTriggered: view.seconds = view.seconds - 1
    }
}
