pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../components"

// What a number is wanted for. A closed one may be touched: then it says where else.
HallPage {
    id: view

    required property ChooseBusinessModel page

    title: qsTr("要取哪种业务的号？")
    showMain: false

    ScrollArea {
        id: area

        anchors.fill: parent

        Choices {
            id: list

            width: parent.width
            room: area.height

            Repeater {
                model: view.page.businesses

                ChoiceTile {
                    required property Choice modelData

                    width: parent.width
                    roomy: list.roomy
                    spare: list.spare
                    iconName: "ticket"
                    title: modelData.title
                    hint: modelData.hint
                    trailing: modelData.trailing
                    tag: modelData.note
                    tagKind: "warn"
                    selected: modelData.chosen
                    onTapped: view.page.answer(modelData.key)
                }
            }
        }
    }
}
