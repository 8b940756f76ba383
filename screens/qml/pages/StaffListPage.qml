pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A list for staff: tasks, devices, counters, events. What can't be chosen is only read.
HallPage {
    id: view

    required property StaffListModel page

    title: page.title
    subtitle: page.about
    canLeave: false
    mainText: page.main
    mainIcon: "check"
    onMainTapped: page.answer("main")

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(6)

        Notice {
            width: parent.width
            kind: view.page.noteGood ? "info" : "warn"
            text: view.page.note
        }

        Repeater {
            model: view.page.lines

            Loader {
                id: row

                required property StaffLine modelData

                width: parent.width
                sourceComponent: modelData.key !== "" ? tile : line

                Component {
                    id: tile

                    ChoiceTile {
                        title: row.modelData.title
                        hint: row.modelData.about
                        iconName: row.modelData.icon
                        tag: row.modelData.tag
                        tagKind: row.modelData.mark
                        onTapped: view.page.answer(row.modelData.key)
                    }
                }

                Component {
                    id: line

                    InfoRow {
                        label: row.modelData.tag !== "" ? row.modelData.title : row.modelData.about
                        value: row.modelData.tag !== "" ? row.modelData.tag + "   " + row.modelData.about : row.modelData.title
                        labelWidth: row.modelData.tag !== "" ? row.width * 0.45 : row.width * 0.3
                    }
                }
            }
        }
    }

    footer: Row {
        spacing: Theme.mm(6)

        BigButton {
            height: Theme.mainTarget
            visible: !view.page.home
            text: qsTr("返回")
            iconName: "back"
            onTapped: view.page.answer("back")
        }

        BigButton {
            height: Theme.mainTarget
            text: qsTr("恢复服务")
            iconName: "home"
            onTapped: view.page.answer("leave")
        }
    }
}
