import QtQuick
import "../theme"

// One thing that happened to a case.
Column {
    id: row

    property string when
    property string what
    property string by
    property string note

    topPadding: Theme.mm(3)
    bottomPadding: Theme.mm(3)
    spacing: Theme.mm(1)

    BodyText {
        width: parent.width
        font.weight: Font.Bold
        text: row.what + "  " + row.when
    }

    BodyText {
        width: parent.width
        visible: text !== ""
        text: row.note
    }

    BodyText {
        width: parent.width
        quiet: true
        font.pixelSize: Theme.small
        text: row.by
    }
}
