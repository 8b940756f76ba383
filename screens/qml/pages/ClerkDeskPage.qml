pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A clerk's own screen between two people: three ways to find out who stands opposite, by mouse or keys.
HallPage {
    id: view

    required property ClerkDeskModel page
    readonly property MenuEntry byNumber: page.byNumber as MenuEntry

    function choose(index: int): void {
        const entry = page.ways[index] as MenuEntry;
        if (entry.resting === "")
            page.choose(entry.key);
    }

    title: qsTr("下一位：核验身份")
    canLeave: false
    showBar: false
    Component.onCompleted: number.forceActiveFocus()

    QuickKey {
        sequences: ["F2"]
        onPressed: view.choose(0)
    }

    QuickKey {
        sequences: ["F3"]
        onPressed: view.choose(1)
    }

    QuickKey {
        sequences: ["F4"]
        onPressed: view.choose(2)
    }

    Column {
        id: ways

        width: (parent.width - Theme.mm(14)) / 2
        spacing: Theme.mm(5)

        Repeater {
            model: view.page.ways

            ChoiceTile {
                id: tile

                required property MenuEntry modelData
                required property int index

                width: ways.width
                height: Math.max(implicitHeight, Theme.mm(34))
                title: modelData.title
                hint: modelData.about
                iconName: modelData.icon
                resting: modelData.resting
                trailing: `F${index + 2}`
                onTapped: view.choose(tile.index)
            }
        }

        Notice {
            width: parent.width
            kind: view.page.filingDue ? "warn" : "info"
            text: view.page.kept
        }
    }

    Column {
        anchors.left: ways.right
        anchors.leftMargin: Theme.mm(14)
        anchors.right: parent.right
        spacing: Theme.mm(6)

        Panel {
            width: parent.width
            spacing: Theme.mm(5)

            TitleText {
                width: parent.width
                size: Theme.lead
                text: view.byNumber.title
            }

            BodyText {
                width: parent.width
                quiet: true
                text: view.byNumber.about
            }

            Rectangle {
                width: parent.width
                height: Theme.mm(22)
                radius: Theme.radius
                color: Theme.surface
                border.width: Theme.stroke * (number.activeFocus ? 1.5 : 1)
                border.color: view.page.error !== "" ? Theme.danger : number.activeFocus ? Theme.accent : Theme.edge

                TextInput {
                    id: number

                    anchors.verticalCenter: parent.verticalCenter
                    x: Theme.mm(6)
                    width: parent.width - 2 * x
                    clip: true
                    enabled: view.byNumber.resting === ""
                    color: Theme.ink
                    selectionColor: Theme.accent
                    font.family: Theme.family
                    font.pixelSize: Theme.heading
                    font.weight: Font.DemiBold
                    font.letterSpacing: Theme.mm(0.6)
                    font.capitalization: Font.AllUppercase
                    maximumLength: 18
                    inputMethodHints: Qt.ImhLatinOnly | Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
                    validator: RegularExpressionValidator {
                        regularExpression: /[0-9]{0,17}[0-9Xx]?/
                    }
                    onTextEdited: view.page.retyped()
                    onAccepted: view.page.number(text)
                    Accessible.role: Accessible.EditableText
                    Accessible.name: qsTr("身份证号")
                }
            }

            Notice {
                width: parent.width
                kind: "warn"
                text: view.page.error !== "" ? view.page.error : view.byNumber.resting
            }

            BigButton {
                anchors.right: parent.right
                kind: "main"
                iconName: "face"
                enabled: number.length === 18 && number.enabled
                text: qsTr("请对方刷脸")
                onTapped: view.page.number(number.text)
            }
        }

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.notice
        }
    }
}
