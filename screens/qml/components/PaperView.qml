import QtQuick
import "../theme"

// One page of paper: covered, whole, or large and moved with the finger.
Item {
    id: view

    property string source
    property bool open: false
    property bool large: false

    onOpenChanged: {
        if (!open)
            large = false;
    }

    Rectangle {
        anchors.fill: flick
        color: Theme.surface
        border.width: Theme.stroke
        border.color: Theme.edge
    }

    Flickable {
        id: flick

        readonly property real fitted: Math.min(view.width, view.height / Math.SQRT2)

        anchors.centerIn: parent
        width: view.large ? view.width : fitted
        height: view.large ? view.height : fitted * Math.SQRT2
        contentWidth: picture.width
        contentHeight: picture.height
        interactive: view.large
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        visible: view.open

        Picture {
            id: picture

            width: view.large ? view.width * 1.7 : flick.fitted
            height: width * Math.SQRT2
            source: view.open ? view.source : ""
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("将要打印的页面")
        }
    }

    Rectangle {
        anchors.fill: flick
        visible: !view.open
        color: Theme.accentSoft
        border.width: Theme.stroke
        border.color: Theme.edge

        Column {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(24)
            spacing: Theme.mm(6)

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                size: Theme.mm(34)
                weight: 1.2
                color: Theme.accent
                name: "lock"
            }

            TitleText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("内容已遮挡")
            }

            BodyText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("里面有您的个人信息，查看前请注意身后。也可以不看，直接打印。")
            }
        }
    }
}
