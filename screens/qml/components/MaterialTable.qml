pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"

// Materials with how each reaches the case, in words and with an icon.
Column {
    id: table

    property list<QtObject> materials

    Repeater {
        model: table.materials

        Item {
            id: row

            required property MaterialLine modelData
            required property int index

            width: table.width
            implicitHeight: words.implicitHeight + Theme.mm(9)

            Rectangle {
                width: parent.width
                height: Theme.hairline
                visible: row.index > 0
                color: Theme.line
            }

            Column {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                width: Theme.elder ? parent.width : tag.x - Theme.mm(5)
                spacing: Theme.mm(1)

                BodyText {
                    width: parent.width
                    font.weight: Font.Bold
                    text: row.modelData.copies > 1 ? qsTr("%1 × %2 份").arg(row.modelData.name).arg(row.modelData.copies) : row.modelData.name
                }

                BodyText {
                    width: parent.width
                    quiet: true
                    font.pixelSize: Theme.small
                    visible: text !== ""
                    text: row.modelData.source
                }

                Tag {
                    width: Math.min(implicitWidth, parent.width)
                    visible: Theme.elder
                    kind: tag.kind
                    text: tag.text
                }
            }

            Tag {
                id: tag

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                visible: !Theme.elder
                kind: row.modelData.handling === "exempt" ? "good" : row.modelData.handling === "required" ? "warn" : row.modelData.handling === "deferrable" ? "info" : "plain"
                text: row.modelData.handlingWords
            }
        }
    }
}
