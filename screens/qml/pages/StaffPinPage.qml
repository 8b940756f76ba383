import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The PIN of staff, on our own keypad. Nobody sees more than how many digits there are.
HallPage {
    id: view

    required property StaffPinModel page

    title: qsTr("请输入 PIN")
    subtitle: qsTr("输错以后要等一会儿，每错一次时间加倍")
    canLeave: false
    mainText: qsTr("登录")
    mainIcon: "lock"
    mainEnabled: page.enough
    onMainTapped: page.send()

    Rectangle {
        width: parent.width
        height: Theme.mm(Theme.seated ? 40 : 52)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.stroke * 1.5
        border.color: Theme.accent
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("已输入 %1 位").arg(view.page.count)

        Text {
            anchors.centerIn: parent
            text: view.page.shown
            color: Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.mm(12)
            font.letterSpacing: Theme.mm(4)
            textFormat: Text.PlainText
            Accessible.ignored: true
        }
    }

    Keypad {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, implicitWidth)
        onDigit: character => view.page.digit(character)
        onErase: view.page.erase()
        onClear: view.page.clear()
    }

    footer: BigButton {
        height: Theme.mainTarget
        text: qsTr("恢复服务")
        iconName: "home"
        onTapped: view.page.leave()
    }
}
