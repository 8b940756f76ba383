pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Nobody stands before it. A touch anywhere starts.
HallPage {
    id: view

    required property AttractModel page

    canLeave: false
    showBar: false

    Touch {
        onTapped: view.page.answer("")
    }

    Rectangle {
        id: banner

        x: -Theme.margin // to the edges of the panel, and up to the hall's name
        y: -parent.y
        width: parent.width + 2 * Theme.margin
        height: parent.height * 0.4
        color: Theme.banner

        Column {
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(24)
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            spacing: Theme.mm(9)

            TitleText {
                width: parent.width
                size: Theme.mm(34)
                color: Theme.inkOnBanner
                text: qsTr("自助办事")
            }

            BodyText {
                width: parent.width
                font.pixelSize: Theme.heading
                color: Theme.inkOnBanner
                text: qsTr("一次只问一件事，随时可以退出")
            }
        }
    }

    Grid {
        id: can

        anchors.top: banner.bottom
        anchors.bottom: notice.visible ? notice.top : start.top
        width: parent.width
        columns: 2
        columnSpacing: Theme.mm(8)
        rowSpacing: 0

        Repeater {
            model: [
                {
                    icon: "printer",
                    words: qsTr("打印证明")
                },
                {
                    icon: "form",
                    words: qsTr("办事")
                },
                {
                    icon: "ticket",
                    words: qsTr("取号")
                },
                {
                    icon: "progress",
                    words: qsTr("查进度")
                }
            ]

            Item {
                id: cell

                required property var modelData

                width: (can.width - can.columnSpacing) / 2
                height: can.height / 2

                Column {
                    anchors.centerIn: parent
                    width: parent.width
                    spacing: Theme.mm(4)

                    Icon {
                        anchors.horizontalCenter: parent.horizontalCenter
                        size: Theme.mm(Theme.seated ? 26 : 44)
                        weight: 1.3
                        color: Theme.accent
                        name: cell.modelData.icon
                    }

                    BodyText {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        font.pixelSize: Theme.heading
                        text: cell.modelData.words
                    }
                }
            }
        }
    }

    Notice {
        id: notice

        anchors.bottom: start.top
        anchors.bottomMargin: Theme.mm(10)
        width: parent.width
        text: view.page.notice
    }

    BigButton {
        id: start

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        width: parent.width
        height: Theme.mm(42)
        kind: "main"
        iconName: "hand"
        text: qsTr("点一下屏幕，开始")
        onTapped: view.page.answer("")
    }

    Item { // staff's corner: held for five seconds; a short touch starts as everywhere
        anchors.right: banner.right
        y: banner.y
        width: Theme.mm(60)
        height: Theme.mm(60)

        TapHandler {
            gesturePolicy: TapHandler.ReleaseWithinBounds
            longPressThreshold: 5
            onTapped: view.page.answer("")
            onLongPressed: view.page.answer("staff")
        }
    }

    Rectangle { // nobody is near: the panel is spared, and a touch goes through
        x: -Theme.margin
        y: -Theme.mm(60)
        z: 1
        width: parent.width + 2 * Theme.margin
        height: parent.height + Theme.mm(120)
        color: "black"
        opacity: view.page.asleep ? 0.72 : 0
        visible: opacity > 0

        Behavior on opacity {
            NumberAnimation {
                duration: 300
            }
        }
    }
}
