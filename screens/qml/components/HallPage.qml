import QtQuick
import "../theme"

// The frame of every page: title (what to do), content, and a bar with the way out, the way back and the one way on,
// always in the same places. The host fills `canGoBack` and listens to `backTapped` and `leaveTapped`.
Item {
    id: frame

    property string title
    property string subtitle
    property string mainText
    property string mainIcon
    property bool mainEnabled: true
    property bool showMain: true
    property bool canGoBack: false
    property bool canLeave: true
    property bool showBar: true
    property color backdrop: "transparent" // the whole page's own ground
    default property alias content: room.data
    property alias footer: beside.data // a second way on, left of the main action

    signal mainTapped
    signal backTapped
    signal leaveTapped

    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        visible: frame.backdrop.a > 0
        color: frame.backdrop
    }

    Column {
        id: header

        x: Theme.margin
        y: Theme.mm(Theme.elder ? 9 : 13)
        width: parent.width - 2 * Theme.margin
        spacing: Theme.mm(3)

        TitleText {
            width: parent.width
            visible: text !== ""
            size: Theme.title
            text: frame.title
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            text: frame.subtitle
            quiet: true
        }
    }

    Item {
        id: room

        anchors.top: header.bottom
        anchors.topMargin: header.height > 0 ? Theme.mm(9) : 0
        anchors.bottom: bar.visible ? bar.top : parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
    }

    Item {
        id: bar

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.mainTarget + Theme.mm(14)
        visible: frame.showBar

        Rectangle {
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            height: Theme.hairline
            visible: frame.canLeave || frame.canGoBack || main.visible
            color: Theme.line
        }

        Row {
            id: ways

            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(6)

            BigButton {
                height: Theme.mainTarget
                visible: frame.canLeave
                kind: "plain"
                iconName: "leave"
                text: qsTr("退出")
                onTapped: frame.leaveTapped()
            }

            BigButton {
                height: Theme.mainTarget
                visible: frame.canGoBack
                kind: "plain"
                iconName: "back"
                text: qsTr("上一步")
                onTapped: frame.backTapped()
            }
        }

        Row {
            id: beside

            x: main.visible ? main.x - width - Theme.mm(6) : bar.width - Theme.margin - width
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(6)
        }

        BigButton {
            id: main

            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(Theme.mm(160), bar.width - 2 * Theme.margin - ways.width - beside.width - Theme.mm(12))
            height: Theme.mainTarget
            visible: frame.showMain && frame.mainText !== ""
            enabled: frame.mainEnabled
            kind: "main"
            iconName: frame.mainIcon
            text: frame.mainText
            onTapped: frame.mainTapped()
        }
    }
}
