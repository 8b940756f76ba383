pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../components"

// What this terminal can do.
HallPage {
    id: view

    required property MenuModel page

    title: qsTr("您想办什么？")
    subtitle: page.greeting ? qsTr("%1，您好").arg(page.greeting) : ""

    ScrollArea {
        id: area

        anchors.fill: parent

        Choices {
            id: list

            width: parent.width
            room: area.height

            Repeater {
                model: view.page.entries

                ChoiceTile {
                    id: tile

                    required property MenuEntry modelData

                    width: parent.width
                    roomy: list.roomy
                    spare: list.spare
                    title: modelData.title
                    hint: modelData.about
                    iconName: modelData.icon
                    resting: modelData.resting
                    onTapped: view.page.answer(tile.modelData.key)
                }
            }
        }
    }
}
