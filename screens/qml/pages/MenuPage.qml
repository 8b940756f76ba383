pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// What this terminal can do.
HallPage {
    id: view

    required property MenuModel page

    title: qsTr("您想办什么？")
    subtitle: page.greeting ? qsTr("%1，您好").arg(page.greeting) : ""

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(8)

        Repeater {
            model: view.page.entries

            ChoiceTile {
                id: tile

                required property MenuEntry modelData

                width: parent.width
                implicitHeight: Math.max(Theme.mm(Theme.seated ? 48 : 66), wanted)
                iconSize: Theme.mm(30)
                titleSize: Theme.heading
                hintSize: Theme.body
                title: modelData.title
                hint: modelData.about
                iconName: modelData.icon
                resting: modelData.resting
                onTapped: view.page.answer(tile.modelData.key)
            }
        }
    }
}
