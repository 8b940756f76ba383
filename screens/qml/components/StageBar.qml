pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"

// The way of a case. Each stage says in words and with its sign what it is: done, here, stopped, or still ahead.
// With large letters the stages stand below each other, so that no word is broken.
Item {
    id: bar

    property list<QtObject> stages
    readonly property bool down: Theme.elder
    readonly property real each: down ? width : width / Math.max(1, stages.length)
    readonly property int dot: Theme.mm(16)

    implicitHeight: row.implicitHeight

    Grid {
        id: row

        columns: bar.down ? 1 : Math.max(1, bar.stages.length)

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
                implicitHeight: bar.down ? bar.dot + Theme.mm(10) : words.y + words.implicitHeight
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.title + " " + standingWords.text

                Rectangle {
                    readonly property real thickness: Theme.stroke * (cell.ahead ? 1 : 2)

                    x: bar.down ? (bar.dot - thickness) / 2 : (bar.dot - bar.each) / 2
                    y: bar.down ? -Theme.mm(10) : (bar.dot - thickness) / 2
                    width: bar.down ? thickness : bar.each - bar.dot
                    height: bar.down ? Theme.mm(10) : thickness
                    visible: cell.index > 0
                    color: cell.ahead ? Theme.edge : Theme.accent
                }

                Rectangle {
                    x: bar.down ? 0 : (parent.width - width) / 2
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

                Grid {
                    id: words

                    readonly property int align: bar.down ? Text.AlignLeft : Text.AlignHCenter

                    x: bar.down ? bar.dot + Theme.mm(8) : 0
                    y: bar.down ? (bar.dot - height) / 2 : bar.dot + Theme.mm(3)
                    width: parent.width - x
                    columns: bar.down ? 2 : 1
                    verticalItemAlignment: Grid.AlignVCenter

                    BodyText {
                        width: parent.width / parent.columns
                        horizontalAlignment: words.align
                        font.weight: cell.now || cell.stopped ? Font.Bold : Font.Medium
                        quiet: cell.ahead
                        text: cell.modelData.title
                        Accessible.ignored: true
                    }

                    BodyText {
                        id: standingWords

                        width: parent.width / parent.columns
                        horizontalAlignment: words.align
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
