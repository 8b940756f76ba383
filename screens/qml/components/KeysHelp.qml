import QtQuick
import "../theme"

// What the four keys below the screen do, and who helps.
Overlay {
    id: overlay

    signal stayTapped

    title: qsTr("屏幕下方的四个键")
    text: qsTr("上、下：在可以点的地方之间移动，选中的有一圈框。确认：按下选中的地方。")

    BodyText {
        width: parent.width
        font.pixelSize: Theme.lead
        text: qsTr("需要人帮忙，请叫导办人员，或拨打 12345")
    }

    BigButton {
        width: parent.width
        height: Theme.mm(42)
        kind: "main"
        iconName: "check"
        text: qsTr("知道了")
        onTapped: overlay.stayTapped()
    }
}
