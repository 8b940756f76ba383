pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Which service, by field. A resting one says why.
HallPage {
    id: view

    required property ChooseServiceModel page
    readonly property int count: page.groups.reduce((sum, group) => sum + (group as ChoiceGroup).choices.length, 0)

    title: qsTr("要办哪一项业务？")
    showMain: false

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(12)

        Repeater {
            model: view.page.groups

            Column {
                id: group

                required property ChoiceGroup modelData

                width: parent.width
                spacing: Theme.mm(5)

                TitleText {
                    width: parent.width
                    size: Theme.lead
                    color: Theme.accent
                    text: group.modelData.title
                }

                Repeater {
                    model: group.modelData.choices

                    ChoiceTile {
                        required property Choice modelData

                        width: parent.width
                        roomy: !Theme.elder && view.count <= 6
                        title: modelData.title
                        hint: modelData.hint
                        trailing: modelData.trailing
                        resting: modelData.resting
                        selected: modelData.chosen
                        onTapped: view.page.answer(modelData.key)
                    }
                }
            }
        }
    }
}
