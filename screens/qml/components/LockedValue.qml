import QtQuick
import "../theme"

// A value that the person does not type: masked, with whose data it is and a way to say that it is wrong.
Item {
    id: locked

    property string label
    property string value
    property string source
    readonly property bool below: Theme.elder

    signal doubted

    implicitHeight: Math.max(words.implicitHeight, doubt.height) + Theme.mm(3)

    Grid {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        width: doubt.x - Theme.mm(5)
        columns: locked.below ? 1 : 2

        BodyText {
            width: locked.below ? words.width : Theme.mm(56)
            rightPadding: Theme.mm(4)
            quiet: true
            text: locked.label
            Accessible.ignored: true
        }

        Column {
            width: locked.below ? words.width : words.width - Theme.mm(56)
            spacing: Theme.mm(1)

            BodyText {
                width: parent.width
                text: locked.value
                font.weight: Font.Bold
                Accessible.name: locked.label + " " + locked.value
            }

            Row {
                width: parent.width
                spacing: Theme.mm(2)

                Icon {
                    id: lock

                    anchors.verticalCenter: parent.verticalCenter
                    name: "lock"
                    size: Theme.small
                    color: Theme.quietInk
                }

                BodyText {
                    width: parent.width - lock.width - Theme.mm(2)
                    text: qsTr("来自%1").arg(locked.source)
                    quiet: true
                    font.pixelSize: Theme.small
                }
            }
        }
    }

    BigButton {
        id: doubt

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.target
        kind: "quiet"
        iconName: "help"
        text: qsTr("不对？")
        accessibleName: qsTr("%1不对？").arg(locked.label)
        onTapped: locked.doubted()
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
