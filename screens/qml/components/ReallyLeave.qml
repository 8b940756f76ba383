import QtQuick
import "../theme"

// Asked only where something was typed that would be lost.
Overlay {
    id: overlay

    signal stayTapped
    signal leaveTapped

    title: qsTr("确定退出吗？")
    text: qsTr("填写的内容不会保存，下次要重新填写")

    BigButton {
        width: parent.width
        height: Theme.mm(30)
        kind: "main"
        iconName: "back"
        text: qsTr("不退出，继续办理")
        onTapped: overlay.stayTapped()
    }

    BigButton {
        width: parent.width
        iconName: "leave"
        text: qsTr("确定退出")
        onTapped: overlay.leaveTapped()
    }
}
