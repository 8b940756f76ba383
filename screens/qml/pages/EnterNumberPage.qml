pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Digits on our own keypad, in the groups they are printed in.
HallPage {
    id: view

    required property EnterNumberModel page

    title: page.title
    subtitle: page.help
    mainText: qsTr("下一步")
    mainIcon: "next"
    mainEnabled: page.count > 0
    onMainTapped: page.send()

    Column {
        width: parent.width
        spacing: Theme.mm(9)

        Rectangle {
            width: parent.width
            height: Theme.mm(Theme.seated ? 40 : 52)
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.stroke * 1.5
            border.color: view.page.error !== "" ? Theme.danger : Theme.accent
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("已输入 %1 位").arg(view.page.count)

            Row {
                id: digits

                anchors.centerIn: parent
                // the dots of places still to come are wider than digits
                scale: Math.min(1, (parent.width - Theme.mm(12)) / Math.max(1, implicitWidth))
                spacing: Theme.mm(view.page.longest > 12 ? 6 : 8)

                Repeater {
                    model: view.page.groups

                    Text {
                        required property string modelData

                        text: modelData
                        color: Theme.ink
                        font.family: Theme.family
                        font.pixelSize: Theme.mm(view.page.longest > 12 ? 18 : 23)
                        font.weight: Font.DemiBold
                        textFormat: Text.PlainText
                        Accessible.ignored: true
                    }
                }
            }
        }

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.error
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
    }

    footer: BigButton {
        height: Theme.mainTarget
        visible: view.page.maySkip
        text: qsTr("跳过")
        onTapped: view.page.skip()
    }
}
