import QtQuick
import "../theme"

// A label and its value on one line; below each other where the value is long or letters are large.
Item {
    id: row

    property string label
    property string value
    property bool strong: false
    property int size: Theme.body
    property string spokenValue: value // what may be read aloud and found: never more than is shown masked
    property int labelWidth: Theme.mm(Theme.elder ? 86 : 62)

    implicitHeight: Math.max(Theme.mm(14), texts.implicitHeight + Theme.mm(5))
    Accessible.role: Accessible.StaticText
    Accessible.name: label + " " + spokenValue

    Row {
        id: texts

        width: parent.width
        anchors.verticalCenter: parent.verticalCenter

        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: row.labelWidth
            quiet: true
            rightPadding: Theme.mm(3)
            text: row.label
            Accessible.ignored: true
        }

        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - row.labelWidth
            text: row.value
            font.pixelSize: row.size
            font.weight: row.strong ? Font.Bold : Font.Medium
            Accessible.ignored: true
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
