import QtQuick
import "../theme"

// Nobody has touched the page for a while. Any touch on the big button keeps the visit; the seconds are shown.
Overlay {
    id: overlay

    property int seconds: 0

    signal stayTapped
    signal leaveTapped

    title: qsTr("您还在吗？")

    Text {
        width: parent.width
        text: overlay.seconds
        color: Theme.warn
        font.family: Theme.family
        font.pixelSize: Theme.mm(56)
        font.weight: Font.Bold
        textFormat: Text.PlainText
        Accessible.ignored: true
    }

    BodyText {
        width: parent.width
        font.pixelSize: Theme.lead
        text: qsTr("秒后自动退出，没办完的内容会清除")
        Accessible.name: overlay.seconds + " " + text
    }

    BigButton {
        width: parent.width
        height: Theme.mm(42)
        kind: "main"
        iconName: "hand"
        text: qsTr("我还在")
        onTapped: overlay.stayTapped()
    }

    BigButton {
        width: parent.width
        iconName: "leave"
        text: qsTr("退出")
        onTapped: overlay.leaveTapped()
    }

    Timer {
        interval: 1000
        repeat: true
        running: overlay.seconds > 0
        onTriggered: overlay.seconds = overlay.seconds - 1
    }
}
