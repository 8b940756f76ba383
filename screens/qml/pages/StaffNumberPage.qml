import QtQuick
import Hall.Models
import "../theme"
import "../components"

// The number of staff's card, where no reader works. Only its last characters are seen.
HallPage {
    id: view

    required property StaffNumberModel page

    title: qsTr("请输入证件号码")
    subtitle: qsTr("您自己的证件号码，18 位；只显示最后几位")
    canLeave: false
    mainText: qsTr("下一步")
    mainIcon: "next"
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
            font.pixelSize: Theme.mm(11)
            font.letterSpacing: Theme.mm(1.5)
            textFormat: Text.PlainText
            Accessible.ignored: true
        }
    }

    Keypad {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, implicitWidth)
        extraKeys: ["X"]
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
