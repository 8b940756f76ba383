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

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.mm(14)
        width: parent.width
        spacing: Theme.mm(12)

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            size: Theme.mm(Theme.elder ? 26 : 24)
            text: qsTr("自助办事")
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Theme.lead
            quiet: true
            text: view.page.hall
        }

        Item {
            width: 1
            height: Theme.mm(8)
        }

        Grid {
            anchors.horizontalCenter: parent.horizontalCenter
            columns: 2
            columnSpacing: Theme.mm(10)
            rowSpacing: Theme.mm(10)

            Repeater {
                model: [
                    {
                        icon: "printer",
                        words: qsTr("打印证明")
                    },
                    {
                        icon: "form",
                        words: qsTr("办理业务")
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
                    id: can

                    required property var modelData

                    width: Theme.mm(120)
                    height: Theme.mm(58)

                    Icon {
                        anchors.horizontalCenter: parent.horizontalCenter
                        y: Theme.mm(6)
                        size: Theme.mm(28)
                        weight: 1.3
                        color: Theme.accent
                        name: can.modelData.icon
                    }

                    BodyText {
                        anchors.horizontalCenter: parent.horizontalCenter
                        y: Theme.mm(40)
                        text: can.modelData.words
                        font.pixelSize: Theme.lead
                    }
                }
            }
        }
    }

    Notice {
        anchors.bottom: start.top
        anchors.bottomMargin: Theme.mm(10)
        width: parent.width
        text: view.page.notice
    }

    BigButton {
        id: start

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(14)
        anchors.horizontalCenter: parent.horizontalCenter
        width: parent.width
        height: Theme.mm(40)
        kind: "main"
        iconName: "hand"
        text: qsTr("点一下屏幕，开始")
        onTapped: view.page.answer("")
    }

    Touch {
        onTapped: view.page.answer("")
    }
}
