pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"

// One field of a form: label, its control, what is wrong with it.
Column {
    id: row

    required property FormField field
    property bool typing: false
    property bool revealed: false // locked values in full, while held
    readonly property bool wrong: field.error !== "" && !field.warning

    signal opened
    signal doubted

    visible: field.there
    spacing: Theme.mm(3)

    Row {
        width: parent.width
        spacing: Theme.mm(4)
        visible: row.field.way !== "consent" && row.field.way !== "locked"

        BodyText {
            id: label

            width: Math.min(implicitWidth, parent.width - optional.width - Theme.mm(4))
            text: row.field.label
            font.weight: Font.Bold
        }

        BodyText {
            id: optional

            visible: !row.field.required
            width: visible ? implicitWidth : 0
            text: qsTr("（可不填）")
            quiet: true
        }
    }

    BodyText {
        width: parent.width
        visible: text !== ""
        text: row.field.hint
        quiet: true
        font.pixelSize: Theme.small
    }

    Loader {
        width: parent.width
        sourceComponent: {
            switch (row.field.way) {
            case "locked":
                return locked;
            case "choice":
            case "choices":
                return options;
            case "consent":
                return consent;
            }
            return box;
        }
    }

    Row {
        width: parent.width
        spacing: Theme.mm(3)
        visible: row.field.error !== ""

        Icon {
            id: sign

            name: row.field.warning ? "info" : "warn"
            size: Theme.body
            color: row.field.warning ? Theme.warn : Theme.danger
        }

        BodyText {
            width: parent.width - sign.width - Theme.mm(3)
            text: row.field.error
            color: row.field.warning ? Theme.warn : Theme.danger
            font.weight: Font.Bold
            Accessible.role: Accessible.AlertMessage
        }
    }

    Component {
        id: locked

        LockedValue {
            label: row.field.label
            value: row.revealed ? row.field.shown : row.field.masked
            source: row.field.source
            onDoubted: row.doubted()
        }
    }

    Component {
        id: box

        EntryBox {
            label: row.field.label
            value: row.field.shown
            placeholder: qsTr("点这里填写")
            typing: row.typing
            wrong: row.wrong
            onTapped: row.opened()
        }
    }

    Component {
        id: options

        OptionGrid {
            options: row.field.options
            many: row.field.way === "choices"
            wrong: row.wrong
            onChosen: key => row.field.choose(key)
        }
    }

    Component {
        id: consent

        OptionTile {
            many: true
            title: row.field.label
            chosen: row.field.value === "yes"
            wrong: row.wrong
            onTapped: row.field.choose("yes")
        }
    }
}
