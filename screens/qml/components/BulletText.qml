import QtQuick
import "../theme"

// One line of a list.
Item {
    id: bullet

    property string text

    implicitHeight: words.implicitHeight

    Rectangle {
        x: Theme.mm(1)
        y: Theme.body * 0.66
        width: Theme.mm(2.4)
        height: width
        radius: width / 2
        color: Theme.accent
    }

    BodyText {
        id: words

        x: Theme.mm(8)
        width: parent.width - x
        text: bullet.text
    }
}
