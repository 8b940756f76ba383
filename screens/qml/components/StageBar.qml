pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"

// The way of a case. Each stage says in words and with its sign what it is: done, here, stopped, or still ahead.
Item {
    id: bar

    property list<QtObject> stages
    readonly property real each: width / Math.max(1, stages.length)
    readonly property int dot: Theme.mm(16)

    implicitHeight: row.implicitHeight

    Row {
        id: row

        Repeater {
            model: bar.stages

            Item {
                id: cell

                required property CaseStage modelData
                required property int index
                readonly property bool ahead: modelData.standing === "ahead"
                readonly property bool now: modelData.standing === "now"
                readonly property bool stopped: modelData.standing === "stopped"
                readonly property color tone: stopped ? Theme.danger : ahead ? Theme.edge : Theme.accent

                width: bar.each
                implicitHeight: words.y + words.implicitHeight
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.title + " " + standingWords.text

                Rectangle {
                    x: (bar.dot - bar.each) / 2
                    y: (bar.dot - height) / 2
                    width: bar.each - bar.dot
                    height: Theme.stroke * (cell.ahead ? 1 : 2)
                    visible: cell.index > 0
                    color: cell.ahead ? Theme.edge : Theme.accent
                }

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: bar.dot
                    height: bar.dot
                    radius: width / 2
                    color: cell.ahead ? Theme.surface : cell.tone
                    border.width: Theme.stroke * (cell.now ? 2 : 1)
                    border.color: cell.now ? Theme.ink : cell.tone

                    Icon {
                        anchors.centerIn: parent
                        size: Theme.mm(10)
                        weight: 2.6
                        color: cell.stopped ? Theme.inkOnDanger : Theme.inkOnAccent
                        name: cell.ahead ? "" : cell.stopped ? "cross" : cell.now ? "clock" : "check"
                    }
                }

                Column {
                    id: words

                    y: bar.dot + Theme.mm(3)
                    width: parent.width

                    BodyText {
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        font.weight: cell.now || cell.stopped ? Font.Bold : Font.Medium
                        quiet: cell.ahead
                        text: cell.modelData.title
                        Accessible.ignored: true
                    }

                    BodyText {
                        id: standingWords

                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        quiet: true
                        font.pixelSize: Theme.small
                        text: cell.now ? qsTr("进行中") : cell.ahead ? qsTr("还没到") : cell.modelData.when
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
