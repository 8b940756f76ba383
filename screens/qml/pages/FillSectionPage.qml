pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// One part of a form.
HallPage {
    id: view

    required property FillSectionModel page
    property FormField doubted: null

    title: page.section
    subtitle: page.parts > 1 ? qsTr("%1 · 第 %2 部分，共 %3 部分").arg(page.title).arg(page.number).arg(page.parts) : page.title
    mainText: qsTr("下一步")
    mainIcon: "next"
    onMainTapped: page.send()

    Component.onCompleted: {
        if (page.firstWrong >= 0)
            Qt.callLater(bring, page.firstWrong);
    }

    function bring(index: int): void {
        const row = rows.itemAt(index);
        if (row)
            area.reveal(row.y, row.height);
    }

    Connections {
        target: view.page
        function onWrongAt(index: int): void {
            view.bring(index);
        }
    }

    HoldButton {
        id: hold

        anchors.right: parent.right
        visible: view.page.hasLocked
        text: qsTr("按住看完整信息")
    }

    ScrollArea {
        id: area

        readonly property real under: sheet.visible ? sheet.y : explanation.visible ? explanation.y : 0

        y: hold.visible ? hold.height + Theme.mm(4) : 0
        width: parent.width
        height: (under > 0 ? Math.min((parent as Item).height, under - (parent as Item).y - Theme.mm(4)) : (parent as Item).height) - y
        spacing: Theme.mm(9)

        Repeater {
            id: rows

            model: view.page.entries

            FormRow {
                id: row

                required property FormField modelData
                required property int index

                width: parent?.width ?? 0
                field: modelData
                typing: sheet.field === modelData
                revealed: hold.held
                onOpened: {
                    view.doubted = null;
                    sheet.field = modelData;
                    Qt.callLater(view.bring, index);
                }
                onDoubted: {
                    sheet.field = null;
                    view.doubted = modelData;
                    Qt.callLater(view.bring, index);
                }
            }
        }
    }

    EntrySheet {
        id: sheet

        parent: view
        z: 1
        anchors.bottom: parent?.bottom
        width: view.width
        onDone: sheet.field = null
    }

    Explanation {
        id: explanation

        parent: view
        z: 1
        anchors.bottom: parent?.bottom
        width: view.width
        visible: view.doubted !== null
        title: qsTr("“%1”不对怎么办").arg(view.doubted?.label ?? "")
        text: qsTr("这一项来自%1，这里不能改。请先核对；确实不对的，可到%1的主管部门更正。您可以继续办理，受理时会再核对。").arg(view.doubted?.source ?? "")
        onRead: view.doubted = null
    }
}
