pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"

// Options beside each other where their words are short, else below each other.
Grid {
    id: grid

    property list<QtObject> options
    property bool many: false
    property bool wrong: false
    readonly property bool brief: options.every(option => (option as FieldOption).hint === "" && (option as FieldOption).title.length <= (Theme.elder ? 5 : 9))

    signal chosen(string key)

    columns: brief && options.length > 1 ? 2 : 1
    columnSpacing: Theme.mm(5)
    rowSpacing: Theme.mm(4)

    Repeater {
        model: grid.options

        OptionTile {
            required property FieldOption modelData

            width: (grid.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns
            title: modelData.title
            hint: modelData.hint
            chosen: modelData.chosen
            many: grid.many
            wrong: grid.wrong
            onTapped: grid.chosen(modelData.key)
        }
    }
}
